"""Patient.

One patient's course: scores, adverse events and blood tests, as recorded.
"""

from core.ui import page, patient_blocks

ctx = page.begin(__doc__)
result = patient_blocks.chosen_patient(ctx)
patient_blocks.course_card(ctx, result)
patient_blocks.facts_card(ctx, result)
patient_blocks.blood_card(ctx, result)

"""How clinics name the columns and values of their files, in English and Japanese: what the import suggests a mapping from.

Names are compared without case, width, spaces and marks. `Diffuse` has no Japanese word here on purpose: びまん型 is told from
other types in more than one way, so it is asked for.
"""

from dataclasses import replace

from core.domain.variable import Level, Table, Variable

COLUMNS: dict[str, str] = {
    "patient_id": (
        "患者ID, 患者番号, 症例番号, 症例ID, 被験者番号, 被験者ID, 登録番号, 匿名ID, ID, patient, subject, "
        "subject_id, usubjid, subjid, record_id, study_id, pseudonym, カルテ番号, カルテNo, カルテID, 診察券番号, MRN, "
        "chart_number, chart_no, patient_no, patient_number, pat_id, pat_no, pt_id, pt_no, case_id, case_no, case_number, "
        "subject_no, subject_number, 患者No, 症例No, 被験者No, 患者コード"
    ),
    "patient.aa_type": "病型, 型, 分類, subtype, type, aa_subtype, clinical_type, 脱毛症病型",
    "patient.sex": "性別, 性, gender",
    "patient.age_years": "年齢, age, 開始時年齢, 治療開始時年齢, age_at_start",
    "patient.duration_years": "罹病期間, 罹患期間, 病歴期間, duration, disease_duration, 全罹病期間",
    "patient.episode_years": (
        "今回の罹病期間, 今回罹病期間, 現エピソード期間, 現病期間, current_episode, episode, episode_duration"
    ),
    "patient.atopic_dermatitis": "アトピー既往, アトピー性皮膚炎, アトピー, アトピー素因, atopic_dermatitis, atopy, AD",
    "patient.ivmp_history": (
        "パルス歴, パルス療法, パルス療法歴, ステロイドパルス, ステロイドパルス歴, ステロイドパルス療法, IVMP, "
        "IVMP歴, pulse, pulse_therapy"
    ),
    "patient.topical_immunotherapy_history": "局所免疫療法, 局所免疫療法歴, SADBE, SADBE歴, DPCP, contact_immunotherapy",
    "patient.prior_jak_inhibitor": "JAK阻害薬歴, 前治療JAK, JAK阻害薬既往, prior_jak, previous_jak_inhibitor",
    "patient.drug": "薬剤, 薬剤名, 使用薬剤, 治療薬, drug_name, treatment, trt01a",
    "patient.dose_mg": "用量, 投与量, 開始用量, dose, daily_dose",
    "patient.site": "施設, 施設名, 病院, 病院名, 医療機関, centre, center, siteid, hospital",
    "patient.start_date": (
        "治療開始日, 投与開始日, 開始日, 内服開始日, start, treatment_start, start_of_treatment, trtsdt, rfstdtc, "
        "start_of_tx, tx_start, start_of_therapy, therapy_start, 導入日, 投与開始"
    ),
    "patient.stop_reason": "中止理由, 終了理由, reason_for_stopping, discontinuation_reason",
    "visit.month": "月, 経過月, 経過月数, ヶ月, か月, visit_month",
    "lab.month": "月, 経過月, 経過月数, visit_month",
    "visit.salt": "SALT, SALTスコア, SALT値, SALT_score, SALT合計, salt_total",
    "visit.salt_top": "SALT頭頂, SALT頭頂部",
    "visit.salt_back": "SALT後頭, SALT後頭部",
    "visit.salt_right": "SALT右, SALT右側頭部",
    "visit.salt_left": "SALT左, SALT左側頭部",
    "visit.clinro_eyebrow": "眉毛, ClinRO眉毛, 眉毛スコア, eyebrow, clinro_eb, eb",
    "visit.clinro_eyelash": "睫毛, まつ毛, まつげ, ClinRO睫毛, 睫毛スコア, eyelash, clinro_el, el",
    "adverse_event.term": (
        "有害事象, 有害事象名, 有害事象内容, 有害事象_内容, 副作用, 副作用名, 事象名, adverse_event, "
        "aedecod, aept, event, ae_term, aeterm, preferred_term"
    ),
    "adverse_event.category": "器官別大分類, 分類, SOC, system_organ_class, aebodsys, aesoc",
    "adverse_event.grade": "グレード, CTCAE_grade, CTCAEグレード, 重症度, ae_grade, atoxgr, aetoxgr",
    "adverse_event.serious": "重篤, 重篤性, 重篤度, aeser, SAE",
    "adverse_event.related": "因果関係, 関連性, relatedness, causality, arel, aerel",
    "adverse_event.action": "処置, 投与の変更, 休薬, action_taken, aeacn",
    "lab.test": "検査項目, 検査名, 項目, test_name, paramcd, lbtestcd",
    "lab.value": "検査値, 値, 結果, 測定値, result, aval, lbstresn",
    "lab.unit": "単位, units, lbstresu",
    "lab.lower_limit": "基準値下限, 下限, 正常下限, lln, anrlo, lbstnrlo",
    "lab.upper_limit": "基準値上限, 上限, 正常上限, uln, anrhi, lbstnrhi",
}
DAYS: dict[str, str] = {
    "patient.age_years": "生年月日, 誕生日, birth_date, date_of_birth, dob, brthdtc",
    "patient.duration_years": "発症日, 発症年月日, 初発日, onset_date, disease_onset",
    "patient.episode_years": "今回発症日, 再燃日, episode_onset",
    "patient.stop_month": "中止日, 投与終了日, 終了日, 最終投与日, stop_date, end_of_treatment, trtedt",
    "visit.month": "受診日, 来院日, 診察日, 評価日, 測定日, visit_date, date, assessment_date",
    "adverse_event.onset_month": "発現日, 発生日, onset_date, start_date, astdt, aestdtc, aestdat, ae_start",
    "adverse_event.end_month": "転帰日, 回復日, 消失日, 終了日, end_date, aendt, aeendtc, aeeddat, ae_end",
    "lab.month": "検査日, 採血日, 検体採取日, test_date, sample_date, adt, lbdtc",
}
WEEKS: dict[str, str] = {
    "visit.month": "週, 経過週, week, weeks, visit_week",
    "lab.month": "週, week, weeks, avisit",
}
EVENTS: dict[str, str] = {
    "visit.month": "redcap_event_name, Event Name",
    "lab.month": "redcap_event_name, Event Name",
}
VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "patient.sex": {"F": ("女", "女性", "女子", "woman"), "M": ("男", "男性", "男子", "man")},
    "patient.aa_type": {
        "AM": ("多発型", "多発性", "multiplex"),
        "OA": ("蛇行型", "蛇行状", "ophiasis"),
        "AT": ("全頭型", "全頭", "全頭脱毛症", "totalis", "alopecia totalis"),
        "AU": ("汎発型", "汎発", "汎発性脱毛症", "universalis", "alopecia universalis"),
        "patchy": ("単発型", "単発", "通常型"),
        "other": ("その他",),
    },
    "patient.stop_reason": {
        "lack_of_efficacy": ("効果不十分", "無効"),
        "adverse_event": ("有害事象", "副作用"),
        "patient_choice": ("患者希望", "本人希望"),
        "cost": ("経済的理由", "費用"),
        "moved": ("転院", "転居"),
        "lost_to_follow_up": ("追跡不能", "来院せず"),
        "other": ("その他",),
    },
    "adverse_event.action": {
        "none": ("継続", "変更なし", "dose not changed"),
        "dose_reduced": ("減量", "dose reduced"),
        "interrupted": ("休薬", "中断", "drug interrupted"),
        "stopped": ("中止", "drug withdrawn"),
    },
}
EVENT_NAMES = (
    ("ざ瘡", "ニキビ", "にきび", "尋常性ざ瘡", "痤瘡"),
    ("帯状疱疹", "帯状ほう疹", "帯状ヘルペス"),
    ("上気道炎", "上気道感染", "感冒", "かぜ"),
    ("肝機能障害", "肝機能異常"),
    ("CK上昇", "CPK上昇"),
)


def named(table: Table) -> Table:
    """The table with the names that files give its columns and values."""
    return replace(table, variables=tuple(_named(f"{table.name}.{one.name}", one) for one in table))


def _named(key: str, variable: Variable) -> Variable:
    words = VALUES.get(key, {})
    levels = tuple(Level(level.value, level.label, words.get(level.value, ())) for level in variable.levels)
    return replace(
        variable,
        levels=levels,
        also=_listed(COLUMNS.get(key, COLUMNS.get(variable.name, ""))),
        also_days=_listed(DAYS.get(key, "")),
        also_weeks=_listed(WEEKS.get(key, "")),
        also_events=_listed(EVENTS.get(key, "")),
    )


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split(", ")) if names else ()

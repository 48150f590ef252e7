# Makes patients.sas7bdat beside this file. Needs R with haven; run by hand: Rscript make_sas.R
library(haven)
patients <- data.frame(
  id = c("AA-001", "007", ""),
  sex = c(1, 2, 9),
  score = c(0.3, 80, NA),
  start = as.Date(c("2022-01-03", NA, "1931-12-31")),
  seen = as.POSIXct(c("2022-01-03 10:05:00", NA, NA), tz = "UTC")
)
suppressWarnings(write_sas(patients, "patients.sas7bdat"))

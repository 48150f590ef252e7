# Adjusted risks and predictions of the published model on the bundled cohort, by hand in base R.
# Rscript tests/reference/adjusted_risks.R > tests/reference/adjusted_risks.json
folder <- "data/reference/"
patient <- read.csv(paste0(folder, "patient.csv"))
visit <- read.csv(paste0(folder, "visit.csv"))
first <- visit[visit$month == 0, ]
ninth <- visit[visit$month == 9, c("patient_id", "salt")]
names(ninth)[2] <- "salt_9"
d <- merge(merge(patient, first, by = "patient_id"), ninth, by = "patient_id")
d$y <- as.numeric(d$salt_9 <= 20)
d$aa_type <- relevel(factor(d$aa_type), "OA")
d$sex <- relevel(factor(d$sex), "M")
d$short <- factor(ifelse(d$duration_years <= 4, "0", "1"), levels = c("1", "0"))
d$band <- factor(ifelse(d$salt >= 95, "95-100", "50-94"))
d$atopic_dermatitis <- factor(d$atopic_dermatitis)
d$ivmp_history <- factor(d$ivmp_history)
form <- ~ aa_type + sex + age_years + short + atopic_dermatitis + ivmp_history + band + clinro_eyebrow + clinro_eyelash
X <- model.matrix(form, d)
inv <- plogis

ml <- function() {
  b <- coef(glm(d$y ~ X - 1, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
  mu <- inv(drop(X %*% b))
  list(b = b, v = solve(t(X) %*% (X * mu * (1 - mu))))
}
firth <- function() { # modified scores, Firth 1993, then the intercept of maximum likelihood, Puhr 2017
  b <- rep(0, ncol(X))
  for (i in 1:5000) {
    mu <- inv(drop(X %*% b)); w <- mu * (1 - mu)
    v <- solve(t(X) %*% (X * w))
    h <- w * rowSums((X %*% v) * X)
    step <- drop(v %*% (t(X) %*% (d$y - mu + h * (0.5 - mu))))
    b <- b + step * min(1, 1 / max(abs(step)))
    if (max(abs(step)) < 1e-13) break
  }
  rest <- drop(X[, -1] %*% b[-1])
  b[1] <- coef(glm(d$y ~ 1, offset = rest, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
  mu <- inv(drop(X %*% b))
  list(b = b, v = solve(t(X) %*% (X * mu * (1 - mu))))
}
with_value <- function(name, value) {
  e <- d
  e[[name]] <- if (is.numeric(d[[name]])) d[[name]] + value else factor(rep(value, nrow(d)), levels = levels(d[[name]]))
  model.matrix(form, e)
}
mean_risk <- function(fit, Z) {
  mu <- inv(drop(Z %*% fit$b))
  list(r = mean(mu), g = colMeans(Z * mu * (1 - mu)))
}
risk <- function(fit, name, value) {
  m <- mean_risk(fit, with_value(name, value))
  half <- qnorm(0.975) * sqrt(drop(m$g %*% fit$v %*% m$g)) / (m$r * (1 - m$r))
  c(m$r, inv(qlogis(m$r) - half), inv(qlogis(m$r) + half))
}
difference <- function(fit, name, value, reference = NULL) {
  a <- mean_risk(fit, with_value(name, value))
  b <- mean_risk(fit, if (is.null(reference)) X else with_value(name, reference))
  g <- a$g - b$g
  a$r - b$r + c(0, -1, 1) * qnorm(0.975) * sqrt(drop(g %*% fit$v %*% g))
}
text <- function(x) paste0("[", paste(sprintf("%.15g", x), collapse = ", "), "]")
told <- c()
for (which in c("ml", "firth")) {
  fit <- get(which)()
  one <- d[1, ]
  one$aa_type[] <- "AU"; one$sex[] <- "M"; one$age_years <- 30; one$short[] <- "0"; one$atopic_dermatitis[] <- "0"
  one$ivmp_history[] <- "1"; one$band[] <- "95-100"; one$clinro_eyebrow <- 1; one$clinro_eyelash <- 3
  z <- drop(model.matrix(form, one)); eta <- sum(z * fit$b); leverage <- drop(z %*% fit$v %*% z)
  rows <- c(
    sprintf('"risk aa_type AM": %s', text(risk(fit, "aa_type", "AM"))),
    sprintf('"risk aa_type OA": %s', text(risk(fit, "aa_type", "OA"))),
    sprintf('"risk sex F": %s', text(risk(fit, "sex", "F"))),
    sprintf('"risk baseline_salt_band 95-100": %s', text(risk(fit, "band", "95-100"))),
    sprintf('"difference aa_type AM": %s', text(difference(fit, "aa_type", "AM", "OA"))),
    sprintf('"difference sex F": %s', text(difference(fit, "sex", "F", "M"))),
    sprintf('"difference duration_years 0": %s', text(difference(fit, "short", "0", "1"))),
    sprintf('"difference age_years ": %s', text(difference(fit, "age_years", 1))),
    sprintf('"prediction": %s', text(inv(eta + c(0, -1, 1) * qnorm(0.975) * sqrt(leverage)))),
    sprintf('"leverage": %s', text(c(leverage, max(rowSums((X %*% fit$v) * X)))))
  )
  told <- c(told, sprintf('  "%s": {\n    %s\n  }', which, paste(rows, collapse = ",\n    ")))
}
cat("{\n", paste(told, collapse = ",\n"), "\n}\n", sep = "")

# Multiple imputation by mice on birth weights with values taken away, at random and at random given others.
# Rscript tests/reference/imputation.R > tests/reference/imputation.json
suppressMessages({library(mice); library(MASS)})
options(warn = -1)
set.seed(20250127)
d <- birthwt[, c("low", "bwt", "age", "lwt", "race", "smoke", "ht")]
n <- nrow(d)
d$lwt[runif(n) < 0.2] <- NA
d$smoke[runif(n) < plogis(-2.2 + 1.5 * d$low + 0.05 * (d$age - 23))] <- NA
d$race[runif(n) < plogis(-1.5 - 0.08 * (d$age - 23))] <- NA
gone <- runif(n) < plogis(-2 + 0.08 * (d$age - 23))
d$low[gone] <- NA
d$bwt[gone] <- NA
text <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.15g", x)), collapse = ", "), "]")
named <- function(name, x) sprintf('"%s": %s', name, x)
object <- function(...) paste0("{", paste(c(...), collapse = ", "), "}")
matrices <- function(l) paste0("[", paste(sapply(l, function(v) text(c(v))), collapse = ", "), "]")
imputed <- function(e, m, seed) {
  e$race <- factor(e$race); e$smoke <- factor(e$smoke); e$ht <- factor(e$ht)
  if (!is.null(e$low)) e$low <- factor(e$low)
  mice(e, m = m, maxit = 10, seed = seed, printFlag = FALSE) # pmm, logreg and polyreg, the defaults of their kinds
}
told <- function(fits, null) {
  p <- pool(fits)$pooled
  test <- if (is.null(null)) NULL else D1(fits, null)$result
  object(named("coef", text(p$estimate)), named("se", text(sqrt(p$t))), named("between", text(p$b)), named("df", text(p$df)),
         named("fmi", text(p$fmi)), if (!is.null(test)) named("d1", text(c(test))))
}
logistic <- imputed(d[, names(d) != "bwt"], 200, 1)
linear <- imputed(d[, names(d) != "low"], 200, 2)
few <- imputed(d[, names(d) != "bwt"], 20, 3)
large <- with(few, glm(low ~ age + lwt + race + smoke + ht, family = binomial))
fits <- large$analyses
cat(object(
  named("data", object(sapply(names(d), function(v) named(v, text(d[[v]]))))),
  named("logistic", told(with(logistic, glm(low ~ age + lwt + race + smoke + ht, family = binomial)), NULL)),
  named("linear", told(with(linear, lm(bwt ~ age + lwt + race + smoke + ht)), NULL)),
  named("few", object(
    named("coefs", matrices(lapply(fits, coef))), named("covariances", matrices(lapply(fits, vcov))),
    named("pooled", told(large, with(few, glm(low ~ age + lwt + smoke + ht, family = binomial))))
  ))
), "\n")

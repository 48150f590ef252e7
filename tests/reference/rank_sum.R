# Wilcoxon rank-sum tests in base R: exact without ties, and the normal limit with ties.
# Rscript tests/reference/rank_sum.R > tests/reference/rank_sum.json
set.seed(20261123)
case <- function(x, y, exact) {
  w <- wilcox.test(x, y, exact = exact, correct = TRUE)
  sprintf('{"x": [%s], "y": [%s], "exact": %s, "statistic": %.17g, "p": %.17g}',
          paste(x, collapse = ", "), paste(y, collapse = ", "), tolower(exact), w$statistic, w$p.value)
}
plain <- sample(1:500, 46)
tied <- sample(0:9, 700, replace = TRUE)
rows <- c(
  case(plain[1:11], plain[12:46], TRUE),
  case(plain[1:3], plain[4:7], TRUE),
  case(plain[1:30], plain[31:34] + 400, TRUE),
  case(tied[1:300], pmin(tied[301:700] + rep(0:1, 200), 9), FALSE),
  case(c(rep(0, 700), 1, 1), c(rep(0, 450), rep(1, 9)), FALSE)
)
cat("[\n", paste(rows, collapse = ",\n"), "\n]\n", sep = "")

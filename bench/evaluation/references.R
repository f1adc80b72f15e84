# Writes, for each public data set, the table and lme4's answers to it:
#   Rscript references.R FOLDER
# NAME.csv has the data, NAME.answers the lines kind,name,level,value,sd and models.csv how
# each was fitted. Posterior standard deviations include the uncertainty of the fixed
# effects, which lme4's condVar leaves out: they are the diagonal of the inverse of
# Henderson's matrix, computed directly.
suppressMessages({library(lme4); library(nlme, exclude = c("lmList"))})
options(contrasts = c("contr.treatment", "contr.treatment"), digits = 17)
folder <- commandArgs(TRUE)[1]

# sorted makes a factor whose levels are in our order: numbers as numbers, then words.
sorted <- function(x) {
  l <- unique(as.character(x))
  n <- suppressWarnings(as.numeric(l))
  factor(as.character(x), levels = l[order(is.na(n), n, l, method = "radix")])
}

models <- NULL
reference <- function(name, data, y, fixed = NULL, numeric = NULL, random, weights = NULL, method = "reml") {
  d <- as.data.frame(data)
  for (f in unique(c(fixed, unlist(strsplit(random, ":"))))) d[[f]] <- sorted(d[[f]])
  d <- d[complete.cases(d[unique(c(y, fixed, numeric, unlist(strsplit(random, ":")), weights))]), ]
  formula <- as.formula(paste(y, "~", paste(c("1", fixed, numeric, sprintf("(1 | %s)", random)), collapse = " + ")))
  d$.w <- if (is.null(weights)) 1 else d[[weights]]
  fit <- function(start) suppressMessages(lmer(formula, d, REML = method == "reml", weights = .w, start = start,
    control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.02, rhoend = 1e-10, maxfun = 1e6), calc.derivs = FALSE)))
  m <- suppressWarnings(fit(getME(suppressWarnings(fit(NULL)), "theta")))
  s2 <- sigma(m)^2
  vc <- as.data.frame(VarCorr(m))
  variance <- setNames(vc$vcov, vc$grp)[names(getME(m, "flist"))]
  X <- getME(m, "X"); Z <- t(as.matrix(getME(m, "Zt"))); W <- d$.w / s2
  size <- sapply(getME(m, "flist"), nlevels)
  prior <- rep(variance, size)
  seen <- prior > 0
  T <- cbind(Z[, seen, drop = FALSE], X)
  ridge <- c(1 / prior[seen], rep(0, ncol(X)))
  C <- crossprod(T * sqrt(W)) + diag(ridge, length(ridge))
  pev <- diag(chol2inv(chol(C)))
  sd <- rep(0, length(prior)); sd[seen] <- sqrt(pev[seq_len(sum(seen))])
  effects <- unlist(lapply(ranef(m, condVar = FALSE)[names(size)], function(e) e[[1]]))
  out <- rbind(
    data.frame(kind = "criterion", name = "", level = "", value = if (method == "reml") REMLcrit(m) else deviance(m, REML = FALSE), sd = 0),
    data.frame(kind = "variance", name = c(names(variance), "residual"), level = "", value = c(variance, s2), sd = 0),
    data.frame(kind = "fixed", name = names(fixef(m)), level = "", value = fixef(m), sd = sqrt(diag(as.matrix(vcov(m))))),
    data.frame(kind = "effect", name = rep(names(size), size), level = unlist(lapply(getME(m, "flist")[names(size)], levels)), value = effects, sd = sd))
  keep <- unique(c(y, fixed, numeric, unlist(strsplit(random, ":")), weights))
  write.csv(d[keep], file.path(folder, paste0(name, ".csv")), row.names = FALSE)
  write.csv(out, file.path(folder, paste0(name, ".answers")), row.names = FALSE)
  models <<- rbind(models, data.frame(name = name, response = y, fixed = paste(fixed, collapse = " "), numeric = paste(numeric, collapse = " "),
    random = paste(random, collapse = " "), weights = if (is.null(weights)) "" else weights, method = method))
}

reference("Dyestuff", Dyestuff, "Yield", random = "Batch")
reference("Dyestuff-ml", Dyestuff, "Yield", random = "Batch", method = "ml")
reference("Dyestuff2", Dyestuff2, "Yield", random = "Batch")
reference("Penicillin", Penicillin, "diameter", random = c("plate", "sample"))
reference("Penicillin-ml", Penicillin, "diameter", random = c("plate", "sample"), method = "ml")
reference("Pastes", Pastes, "strength", random = c("sample", "batch"))
reference("Pastes-pairs", Pastes, "strength", random = c("batch:cask", "batch"))
reference("sleepstudy", sleepstudy, "Reaction", numeric = "Days", random = "Subject")
reference("sleepstudy-ml", sleepstudy, "Reaction", numeric = "Days", random = "Subject", method = "ml")
reference("cake", cake, "angle", fixed = c("recipe", "temperature"), random = c("recipe:replicate", "replicate"))
reference("cake-trend", cake, "angle", fixed = "recipe", numeric = "temp", random = "replicate")
InstEval$y <- as.numeric(as.character(InstEval$y))
chosen <- InstEval[as.integer(InstEval$d) %% 7 == 0 & as.integer(InstEval$s) %% 3 == 0, ]
reference("InstEval", chosen, "y", fixed = c("service", "lectage"), random = c("s", "d"))
reference("InstEval-3", chosen, "y", fixed = c("service", "studage"), random = c("s", "d", "dept"))
cbpp$share <- cbpp$incidence / cbpp$size
reference("cbpp-weights", cbpp, "share", fixed = "period", random = "herd", weights = "size")
VerbAgg$yes <- as.numeric(VerbAgg$r2 == "Y")
reference("VerbAgg", VerbAgg[as.integer(VerbAgg$id) %% 2 == 0, ], "yes", fixed = c("btype", "mode", "Gender"), numeric = "Anger", random = c("id", "item"))
grouseticks$log <- log1p(grouseticks$TICKS)
reference("grouseticks", grouseticks, "log", fixed = "YEAR", numeric = "HEIGHT", random = c("BROOD", "LOCATION"))
Arabidopsis$log <- log1p(Arabidopsis$total.fruits)
Arabidopsis$nutrient <- paste0("n", Arabidopsis$nutrient)
reference("Arabidopsis", Arabidopsis, "log", fixed = c("nutrient", "amd", "status"), random = c("gen", "popu", "rack"))
reference("Machines", Machines, "score", fixed = "Machine", random = c("Worker", "Worker:Machine"))
reference("Oats", Oats, "yield", fixed = "Variety", numeric = "nitro", random = c("Block", "Block:Variety"))
reference("ergoStool", ergoStool, "effort", fixed = "Type", random = "Subject")
reference("Orthodont", Orthodont, "distance", fixed = "Sex", numeric = "age", random = "Subject")
reference("Rail-ml", Rail, "travel", random = "Rail", method = "ml")
reference("MathAchieve", MathAchieve[as.integer(MathAchieve$School) %% 2 == 0, ], "MathAch", fixed = c("Minority", "Sex"), numeric = c("SES", "MEANSES"), random = "School")
reference("Assay", Assay, "logDens", fixed = c("sample", "dilut"), random = c("Block"))
reference("Wafer", Wafer, "current", numeric = "voltage", random = c("Wafer", "Wafer:Site"))
reference("BodyWeight", BodyWeight, "weight", fixed = "Diet", numeric = "Time", random = "Rat")
milli <- Penicillin; milli$metres <- milli$diameter / 1000; milli$plate <- as.character(milli$plate)
reference("Penicillin-metres", milli, "metres", random = c("plate", "sample"))
write.csv(models, file.path(folder, "models.csv"), row.names = FALSE)

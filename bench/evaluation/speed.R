# Prints the processor seconds that lme4 takes to fit rating ~ service + (1|rater) + (1|rated):
#   Rscript speed.R TABLE.csv
suppressMessages(library(lme4))
d <- read.csv(commandArgs(TRUE)[1], colClasses = c("factor", "factor", "numeric", "numeric"))
invisible(gc())
before <- proc.time()
m <- lmer(rating ~ service + (1 | rater) + (1 | rated), d, control = lmerControl(calc.derivs = FALSE)) # the fit, no checks after it
after <- proc.time()
v <- as.data.frame(VarCorr(m))$vcov
cat(sum((after - before)[1:2]), REMLcrit(m), v, "\n")

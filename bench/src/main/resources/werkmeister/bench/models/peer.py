"""scikit-learn on the same rows: `peer.py TASK MODEL IN OUT`, prints seconds and peak memory in kB.

IN is CSV without a head. classify: fold,truth,features; regress: trained (1 or 0),truth,features;
detect: series,trained,features. OUT has a line a row that was not trained on: the class, the number,
or 1 for an outlier; classify has a line for each row, told by a model that had not seen its fold.
"""

import resource
import sys
import time

import numpy

task, model, source, target = sys.argv[1:]


def fresh():
    if model == "HistGradientBoosting":
        from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

        return HistGradientBoostingRegressor(random_state=1) if task == "regress" else HistGradientBoostingClassifier(random_state=1)
    if model == "RandomForest":
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        kind = RandomForestRegressor if task == "regress" else RandomForestClassifier
        return kind(n_estimators=300, n_jobs=2, random_state=1)
    if model == "IsolationForest":
        from sklearn.ensemble import IsolationForest

        return IsolationForest(n_estimators=300, random_state=1)
    if model == "OneClassSVM":
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import OneClassSVM

        return make_pipeline(StandardScaler(), OneClassSVM(nu=0.01))
    raise SystemExit("There is no model (%s)." % model)


rows = numpy.loadtxt(source, delimiter=",", ndmin=2)
start = time.perf_counter()
answers = numpy.zeros(len(rows))
first, second, features = rows[:, 0], rows[:, 1], rows[:, 2:]
if task == "classify":
    for fold in numpy.unique(first):
        seen = first != fold
        answers[~seen] = fresh().fit(features[seen], second[seen]).predict(features[~seen])
    told = numpy.ones(len(rows), dtype=bool)
elif task == "regress":
    seen = first == 1
    told = ~seen
    answers[told] = fresh().fit(features[seen], second[seen]).predict(features[told])
else:
    told = second == 0
    for series in numpy.unique(first):
        here = first == series
        fitted = fresh().fit(features[here & ~told])
        answers[here & told] = fitted.predict(features[here & told]) == -1
seconds = time.perf_counter() - start
numpy.savetxt(target, answers[told], fmt="%.10g")
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

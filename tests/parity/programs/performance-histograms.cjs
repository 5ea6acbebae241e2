// Histograms of perf_hooks: what is kept of values, percentiles, buckets, moments, averages that forget, and what is beyond the end.
const { createHistogram } = require('node:perf_hooks')
const show = (h) => console.log(h.count, h.min, h.max, h.mean, h.stddev, h.exceeds, h.skewness, h.kurtosis, JSON.stringify([...h.percentiles]), [1, 25, 50, 62.5, 99, 99.9, 100].map((p) => h.percentile(p)).join())
let x = 12345
const random = () => (x = (x * 1103515245 + 12345) % 2147483648)
for (const options of [{}, { figures: 1 }, { lowest: 1000, highest: 1e6, figures: 2 }, { figures: 5, highest: 2 ** 40 }]) {
  const h = createHistogram(options)
  show(h)
  for (let i = 0; i < 500; i++) h.record(1 + (random() % 10 ** (1 + (i % 9))))
  show(h)
  console.log(h.cdf(1000), h.ccdf(77777), h.countAt(3), [...h.percentilesAt([50, 10])])
  const other = createHistogram(options)
  for (let i = 0; i < 50; i++) other.record(1 + (random() % 5000))
  console.log(h.ksTest(other), other.ksTest(h))
  console.log(JSON.stringify([...other.linearBuckets(700)]), JSON.stringify([...other.logBuckets(10, 3)]))
  h.add(other); show(h)
  h.subtract(other); show(h)
  other.recordCorrected(90000, 20000); show(other)
  other.record(2n ** 45n); show(other)
  other.reset(); show(other)
}
const e = createHistogram({ halfLife: 5, threshold: 50 })
for (const v of [10, 100, 20, 70]) { e.record(v); console.log(e.ewmaMean, e.ewmaStddev, e.ewmaErrorRate, e.burnRate(0.99)) }
console.log(e, e.countBigInt, e.minBigInt, e.maxBigInt, e.percentileBigInt(50), e.percentilesBigInt)

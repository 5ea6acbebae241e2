const date = new Date(2026, 0, 1, 10, 20, 30, 400)
console.log(date, String(date), date.getHours(), date.getTimezoneOffset(), date.getDay(), date.getYear(), date.valueOf())
console.log(date.toDateString(), date.toTimeString(), date.toLocaleString(), date.toLocaleDateString(), date.toLocaleTimeString())
console.log(date.toLocaleString('de-DE'), date.toLocaleString(undefined, { timeZone: 'Asia/Tokyo' }), date.toLocaleDateString('xx', { dateStyle: 'full' }))
console.log(new Date(2026, 6), new Date(99, 0), new Date(2026, 1, 29), new Date(1, 2, 3, 4, 5, 6, 7), new Date(2026, Number.NaN))
const texts = [
  '2026', '2026-03', '2026-03-04', '2026-03-04T05:06', '2026-03-04T05:06:07.8', '2026-03-04T05:06:07Z', '2026-03-04T05:06:07+09:00', '+002026-03-04T05:06',
  '2026-03-04 05:06', '2026-3-4', 'Mar 4 2026', 'Mar 4, 2026 5:06 PM', '4 March 2026 05:06 GMT+0200', 'Wed Mar 04 2026 05:06:07 GMT+0900 (Japan Standard Time)',
  'Mar 4 2026 (GMT)', 'Mar 4 2026 05:06 EST', 'Mar 4 2026 05:06 pdt', '03/04/2026', '3/4/26 5:06', '2026-03-04T05:06:07 UTC', 'Mar 4 2026 05:06Z', 'Mar 4 2026 05:06 -0500',
  'nonsense', '', '2026-13-01', 'March', '12:30', 'Mar 4 2026 (', 'Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994', '0', '13',
]
for (const text of texts) console.log(text, Date.parse(text), new Date(text))
const edges = [new Date(8.64e15), new Date(-8.64e15), new Date(-62198755200000), new Date(Number.NaN)]
for (const edge of edges) console.log(String(edge), edge.toDateString(), edge.toTimeString(), edge.toLocaleString(), edge.getMonth(), edge.getTimezoneOffset(), edge.getYear())
const changed = new Date(0)
changed.setHours(25, 61, 61, 1001)
changed.setMonth(13)
changed.setYear(95)
changed.setDate(31)
changed.setFullYear(2026, 1, 30)
changed.setMinutes(-1)
changed.setSeconds(90)
changed.setMilliseconds(5)
console.log(changed, new Date(Number.NaN).setFullYear(2026), new Date(Number.NaN).setHours(1), new Date(0).setYear(Number.NaN))
console.log(new Date(changed).getTime() === changed.getTime(), new Date(changed.toString()), new Date({ valueOf: () => 5 }).getTime(), new Date({ toString: () => '2026-01-01T01:00' , valueOf: () => ({}) }))
console.log(`${changed}`, changed + 1, changed - 1, JSON.stringify({ changed }), typeof Date(), Date.length, Date.name, new Date(null), new Date(undefined), new Date(true))
class Later extends Date {
  hours() {
    return this.getHours()
  }
}
const later = new Later(2026, 0, 1, 7)
console.log(later, later.hours(), later instanceof Date, later.constructor.name, Object.prototype.toString.call(later), date.constructor === Date)
console.log([Date.prototype.getHours, Date.prototype.setHours, Date.prototype.toLocaleString, Date.prototype.toString].map((method) => [method.name, method.length]))
for (const wrong of [() => Date.prototype.getHours.call({}), () => new Date(1n), () => new Date(Symbol('s')), () => new Date({ [Symbol.toPrimitive]: () => ({}) }), () => date.toLocaleString('en', { timeZone: 'Nowhere' }), () => date.toLocaleString('en', null)])
  try {
    console.log(wrong())
  } catch (error) {
    console.log(error.name, error.message)
  }
const services = ['Collator', 'DateTimeFormat', 'ListFormat', 'NumberFormat', 'RelativeTimeFormat', 'Segmenter']
for (const name of services) {
  const Service = Intl[name]
  const service = new Service()
  console.log(name, service.resolvedOptions(), new Service('xx').resolvedOptions().locale, new Service(['xx', 'de']).resolvedOptions().locale, service instanceof Service, String(service), Service.name, Service.length, Service.supportedLocalesOf(['de', 'xx']))
  try {
    console.log(Service().constructor === Service)
  } catch (error) {
    console.log(error.name, error.message)
  }
}
console.log(new Intl.PluralRules().select(1), new Intl.DisplayNames(undefined, { type: 'region' }).of('DE'), new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'long' }).format(date))
const format = new Intl.DateTimeFormat('en', { year: 'numeric', era: 'short' })
console.log(format.format === format.format, format.format(0), format.formatToParts(0), format.format.name, format.format.length, typeof format.format())
console.log((1234567.891).toLocaleString(), 12345678901234567890n.toLocaleString(), [1234.5, new Date(0)].toLocaleString(), (0.5).toLocaleString('de', { style: 'percent' }), new Float64Array([1234.5]).toLocaleString())
console.log('ä'.localeCompare('z'), 'a'.localeCompare('B'), ['ä', 'z', 'a'].sort((a, b) => a.localeCompare(b, 'sv')), 'i'.toLocaleUpperCase(), 'i'.toLocaleUpperCase('tr'), 'I'.toLocaleLowerCase([]), 'I'.toLocaleLowerCase(['lt']))
console.log(structuredClone(new Date(5)), require('util').inspect(new Date(2026, 0)), require('util').types.isDate(later), require('assert').deepStrictEqual(new Date(2026, 0), new Date(2026, 0)))

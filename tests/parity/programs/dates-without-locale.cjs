// Dates in the forms that no locale changes.
const date = new Date(Date.UTC(2024, 1, 29, 23, 59, 58, 7))
console.log(date, date.toISOString(), date.toJSON(), date.toUTCString(), String(date), date.toString(), date.toDateString(), date.toTimeString(), date.getTimezoneOffset(), +date)
for (const text of ['2024-02-30', '2024-02-29T12:00', '2024-02-29', 'Feb 29 2024', '29 February 2024 10:00 GMT+0200', '2024/02/29', '1', '', 'nonsense', '+275760-09-13', '-000001-01-01T00:00:00Z', '2024-02-29T24:00:00Z', 'Thu, 01 Jan 1970 00:00:00 GMT', '12:00', '2024-2-9'])
  console.log(JSON.stringify(text), Date.parse(text))
console.log(new Date(2024, 12, 1).getMonth(), new Date(99, 0).getFullYear(), new Date(8.64e15 + 1).getTime(), new Date(0, 0, 0, 0, 0, 0, 1.9).getMilliseconds(), Date.length, typeof Date(), new Date(date).getDay(), Date.UTC(2024))
const moved = new Date(0); moved.setUTCMonth(13); moved.setUTCDate(0); moved.setHours(25); console.log(moved.toISOString())
console.log(date[Symbol.toPrimitive]('number'), `${date}`, date + 1, date - 1, Object.is(new Date(NaN).getTime(), NaN), JSON.stringify({ d: new Date(NaN) }))

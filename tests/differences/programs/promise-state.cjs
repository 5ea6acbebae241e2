// area: Objects
// difference: `util.inspect` cannot see whether a promise is settled.
// why: V8 reports that only to C++; the runtime in a page is JavaScript.
console.log(
  Promise.resolve(1),
  Promise.reject(new Error('e')).catch(() => {}),
)

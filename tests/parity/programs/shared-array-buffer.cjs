// Memory that threads share.
// differs in Chromium: the page's programs have no SharedArrayBuffer: browsers offer it only to isolated pages
const shared = new SharedArrayBuffer(8)
Atomics.add(new Int32Array(shared), 0, 5)
console.log(shared, Atomics.load(new Int32Array(shared), 0))

const [host, port, count] = process.argv.slice(2)

console.log(count, 'guests for', host, port)
// Your turn: open the connections, begin a request on each, and never finish it.

// area: Network
// difference: `fetch` of an `https:` address fails, and the error's cause says why.
// why: It needs `node:tls`.
await fetch('https://127.0.0.1:2/').catch(({ message, cause }) => console.log(message, cause.code))

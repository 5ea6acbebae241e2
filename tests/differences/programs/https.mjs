// area: Network
// difference: `fetch` of an `https:` address fails, and its cause says the same.
// why: It stands on `node:tls`.
await fetch('https://127.0.0.1:2/').catch(({ message, cause }) => console.log(message, cause.code))

// area: Objects
// difference: `console` has no methods of the inspector.
// why: They draw in the tools of a browser; on a terminal they do nothing in Node either.
console.log(['context', 'createTask', 'profile', 'profileEnd', 'timeStamp'].map((name) => typeof console[name]).join())

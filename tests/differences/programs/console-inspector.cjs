// area: Objects
// difference: `console` lacks the inspector's methods.
// why: They draw in developer tools; on a terminal they do nothing in Node either.
console.log(['context', 'createTask', 'profile', 'profileEnd', 'timeStamp'].map((name) => typeof console[name]).join())

// Frames of code that was made from text.
// differs in Chromium: code that a program in the page makes from text is a script of its own, so no frame says "eval at", and eval sees no local variables
const stack = eval('new Error("in eval").stack')
console.log(stack.split('\n').slice(0, 4).join('\n'))
console.log(new Function('a', 'b', 'return a + b')(1, 2))

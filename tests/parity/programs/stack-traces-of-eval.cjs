// Frames of code that was made from text.
// differs in Chromium: a program in the page cannot create code from text (eval, new Function): the page's policy forbids it
const stack = eval('new Error("in eval").stack')
console.log(stack.split('\n').slice(0, 4).join('\n'))
console.log(new Function('a', 'b', 'return a + b')(1, 2))

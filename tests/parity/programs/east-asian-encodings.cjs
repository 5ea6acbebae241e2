// Bytes that are no character of an East Asian encoding.
// differs in Chromium: in the page the browser decodes a wrong byte of an East Asian encoding, in Node ICU does
for (const label of ['shift_jis', 'euc-kr']) console.log(label, new TextDecoder(label).decode(new Uint8Array([0x41, 0x80, 0xe9, 0x42])))

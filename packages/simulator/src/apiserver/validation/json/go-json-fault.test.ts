import { expect, test } from 'vitest';
import { goJsonFault } from './go-json-fault.ts';

// As encoding/json of go1.26.8 says it.
test.each([
  ['{"auths":{"a":[1,-2.5e3,true,false,null,"\\u00e4\\n"]}}', undefined],
  [' {} ', undefined],
  ['null', undefined],
  ['', 'unexpected end of JSON input'],
  ['{', 'unexpected end of JSON input'],
  ['{"a"', 'unexpected end of JSON input'],
  ['no json', "invalid character 'o' in literal null (expecting 'u')"],
  ['hello', "invalid character 'h' looking for beginning of value"],
  ['{"auths" {}}', "invalid character '{' after object key"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
  ['[1 2]', "invalid character '2' after array element"],
  ['-', "invalid character ' ' in numeric literal"],
  ['1.', "invalid character ' ' after decimal point in numeric literal"],
  ['1e+', "invalid character ' ' in exponent of numeric literal"],
  ['01', "invalid character '1' after top-level value"],
  ['tru', "invalid character ' ' in literal true (expecting 'e')"],
  ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
  ["'a'", "invalid character '\\'' looking for beginning of value"],
  ['{} x', "invalid character 'x' after top-level value"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\q"', "invalid character 'q' in string escape code"],
  ['[1]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
  ['5', 'json: cannot unmarshal number into Go value of type map[string]interface {}'],
])('%j: %s', (text, fault) => {
  expect(goJsonFault(text)).toBe(fault);
});

import assert from "node:assert/strict";
import test from "node:test";
import {csvOf, numberCell, textCell} from "../../../engine/report/page/src/table";
import {yamlText} from "../../../engine/report/page/src/yaml_text";

test("CSV keeps every digit and quotes what needs it", () => {
  const table = {
    caption: "",
    columns: [{title: "a, b"}, {title: "n", numeric: true}],
    rows: [
      [textCell('say "no"'), numberCell(0.1 + 0.2, "0.3")],
      [textCell("two\nlines"), numberCell(null, "–")],
      [textCell("Ünnep"), numberCell(-1e-300, "0")],
    ],
  };
  assert.equal(
    csvOf(table),
    '"a, b",n\r\n"say ""no""",0.30000000000000004\r\n"two\nlines",\r\nÜnnep,-1e-300\r\n',
  );
});

test("a name that a spreadsheet would run as a formula is text", () => {
  assert.equal(
    csvOf({caption: "", columns: [{title: "x"}], rows: [[textCell("=1+1")], [textCell("@x")]]}),
    "x\r\n'=1+1\r\n'@x\r\n",
  );
});

test("a document is written as YAML", () => {
  assert.equal(
    yamlText({name: "a b", at: {x: 1, y: "50%"}, list: ["one", {if: "a > 1", go: "b: c"}]}),
    'name: a b\nat:\n  x: 1\n  y: 50%\nlist:\n  - one\n  - {if: a > 1, go: "b: c"}\n',
  );
});

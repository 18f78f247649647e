// One call as code: curl for a shell, Python with requests, Node with its own fetch.

/** `call` is method, url, headers and body (a text) or file. */
export function asCode(language, call) {
  return { curl, python, node }[language](call);
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
/** A JSON text is a Python text too, where no letter is written by two escapes. */
const literal = (value) => JSON.stringify(value);

function curl({ method, url, headers, body, file }) {
  const lines = [`curl -X ${method} ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (file) lines.push(`--data-binary ${quoted(`@${file.name}`)}`);
  else if (body) lines.push(`--data ${quoted(body)}`);
  return lines.join(" \\\n  ");
}

function python({ method, url, headers, body, file }) {
  const lines = ["import requests", "", "answer = requests.request(", `    ${literal(method)},`, `    ${literal(url)},`];
  if (Object.keys(headers).length) lines.push(`    headers=${literal(headers)},`);
  if (file) lines.push(`    data=open(${literal(file.name)}, "rb"),`);
  else if (body) lines.push(`    data=${literal(body)}.encode(),`);
  return [...lines, ")", "print(answer.status_code, answer.text)"].join("\n");
}

function node({ method, url, headers, body, file }) {
  const lines = [...(file ? ['import { readFile } from "node:fs/promises";', ""] : []), `const answer = await fetch(${literal(url)}, {`, `  method: ${literal(method)},`];
  if (Object.keys(headers).length) lines.push(`  headers: ${literal(headers)},`);
  if (file) lines.push(`  body: await readFile(${literal(file.name)}),`);
  else if (body) lines.push(`  body: ${literal(body)},`);
  return [...lines, "});", "console.log(answer.status, await answer.text());"].join("\n");
}

/**
 * Cells by line, empty lines left out: quotes as in RFC 4180, and comma, semicolon or tab between cells, whichever a
 * spreadsheet's language makes of it; a mark of byte order is left out.
 */
export function splitCsv(csv: string): string[][] {
  const text = csv.replace(/^\uFEFF/, "");
  const first = text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
  const separator = [";", "\t", ","].find((one) => first.includes(one)) ?? ",";
  const lines: string[][] = [];
  let cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = (): void => {
    cells.push(cell);
    cell = "";
  };
  const endLine = (): void => {
    endCell();
    if (cells.some((one) => one.trim() !== "")) lines.push(cells);
    cells = [];
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (isQuoted && letter === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"' && (isQuoted || cell.trim() === "")) isQuoted = !isQuoted;
    else if (isQuoted) cell += letter;
    else if (letter === separator) endCell();
    else if (letter === "\n") endLine();
    else if (letter !== "\r") cell += letter;
  }
  endLine();
  return lines;
}

'use strict';

// A table that sorts by a column when its head is clicked: numbers by value, missing values last.
function sortableTable(columns, rows) {
  const shown = (cell) => (Array.isArray(cell) ? cell[0] : String(cell));
  const value = (cell) => (Array.isArray(cell) ? cell[1] : cell);
  const isNumber = (cell) => Array.isArray(cell) || typeof cell === 'number';
  // Swept values are strings.
  const rank = (cell) => {
    const plain = value(cell);
    return typeof plain === 'string' && plain.trim() !== '' && Number.isFinite(Number(plain)) ? Number(plain) : plain;
  };
  function compare(a, b) {
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a).localeCompare(String(b), undefined, {numeric: true});
  }

  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  const body = table.createTBody();

  function fillBody(sorted) {
    body.replaceChildren(...sorted.map((row) => {
      const line = document.createElement('tr');
      row.forEach((cell) => {
        const place = line.insertCell();
        place.textContent = shown(cell);
        if (isNumber(cell)) place.className = 'number';
      });
      return line;
    }));
  }

  function sortBy(index) {
    const before = head.cells[index].getAttribute('aria-sort');
    const direction = before === 'descending' ? 1 : before === 'ascending' ? -1 : isNumber(rows[0][index]) ? -1 : 1;
    for (const cell of head.cells) cell.removeAttribute('aria-sort');
    head.cells[index].setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
    const missingLast = (a, b) => (rank(a) === null || rank(b) === null ? 1 : direction) * compare(rank(a), rank(b));
    fillBody([...rows].sort((a, b) => missingLast(a[index], b[index])));
  }

  columns.forEach((title, index) => {
    const cell = document.createElement('th');
    cell.scope = 'col';
    const button = document.createElement('button');
    button.textContent = title;
    button.addEventListener('click', () => sortBy(index));
    cell.append(button);
    if (rows.length && isNumber(rows[0][index])) cell.className = 'number';
    head.append(cell);
  });
  fillBody(rows);
  return table;
}

// The dialog with which a merchant chooses products for an app; answers with them, or with nothing where it is closed.
const text = (tag, content, className = '') =>
  Object.assign(document.createElement(tag), { textContent: content, className });

/**
 * @param products in the shape that App Bridge gives them to the app
 * @param multiple whether more than one may be chosen
 */
export function pickProducts(products, { multiple = false, action = 'add', query = '' } = {}) {
  const dialog = document.createElement('dialog');
  dialog.className = 'picker';
  dialog.setAttribute('aria-label', 'Add products');
  const form = Object.assign(document.createElement('form'), { method: 'dialog' });
  const search = Object.assign(document.createElement('input'), { type: 'search', value: query });
  search.setAttribute('aria-label', 'Search products');
  search.placeholder = 'Search products';
  const list = document.createElement('ul');
  const rows = products.map((product) => {
    const row = document.createElement('li');
    const label = document.createElement('label');
    const box = Object.assign(document.createElement('input'), {
      type: multiple ? 'checkbox' : 'radio',
      name: 'product',
      value: product.id,
    });
    const image = Object.assign(document.createElement('img'), {
      src: product.images[0]?.originalSrc ?? '',
      alt: '',
      width: 40,
      height: 40,
    });
    label.append(
      box,
      image,
      text('span', product.title),
      text('span', product.variants[0]?.price ?? '', 'price'),
    );
    row.append(label);
    list.append(row);
    return { row, box, product };
  });
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const { row, product } of rows) row.hidden = !product.title.toLowerCase().includes(wanted);
  };
  search.oninput = filter;
  filter();
  const cancel = Object.assign(text('button', 'Cancel', 'action'), { type: 'submit', value: 'cancel' });
  cancel.formNoValidate = true;
  const add = Object.assign(text('button', action === 'select' ? 'Select' : 'Add', 'action'), {
    type: 'submit',
    value: 'add',
  });
  const buttons = document.createElement('footer');
  buttons.append(cancel, add);
  form.append(text('h2', 'Add products'), search, list, buttons);
  dialog.append(form);
  document.body.append(dialog);
  return new Promise((answer) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      const chosen = rows.filter(({ box }) => box.checked).map(({ product }) => product);
      answer(dialog.returnValue === 'add' && chosen.length > 0 ? chosen : undefined);
    });
    dialog.showModal();
    search.focus();
  });
}

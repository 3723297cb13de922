import { defaultView } from '~/reports/saved-view-store.server';
import { authenticateMerchant, type Merchant } from '~/shopify/authenticate-merchant.server';
import { askedOf, reportOf } from '~/ui/report-page-name';

/**
 * Who opens a report.
 * @throws Response that leads to the page's default view where the address itself asks for nothing
 */
export async function openReport(request: Request): Promise<Merchant> {
  const merchant = await authenticateMerchant(request);
  const { pathname, searchParams } = new URL(request.url);
  const report = reportOf(pathname);
  if (report && askedOf(searchParams) === '') {
    const query = await defaultView(merchant.shop.id, report);
    if (query) throw merchant.redirect(`${pathname}?${query}`);
  }
  return merchant;
}

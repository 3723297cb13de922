/** A saved view as its page shows it. */
export interface SavedViewRow {
  id: string;
  name: string;
  /** What the page's address asks for. */
  query: string;
  /** Whether the page opens with it. */
  isDefault: boolean;
}

/** What became of a change to the views of a page. */
export interface ViewsAnswer {
  said?: string;
  error?: string;
}

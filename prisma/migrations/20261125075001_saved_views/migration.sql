-- What a report was narrowed to, under a name; at most one of a page is what the page opens with.
CREATE TABLE "saved_view" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("shop_id", "id")
);
CREATE UNIQUE INDEX "saved_view_shop_id_page_name_key" ON "saved_view"("shop_id", "page", "name");
CREATE UNIQUE INDEX "saved_view_default" ON "saved_view"("shop_id", "page") WHERE "is_default";

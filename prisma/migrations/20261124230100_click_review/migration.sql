-- Up to when clicks were looked at together: one row.
CREATE TABLE "click_review" (
    "id" INTEGER NOT NULL DEFAULT 1 CHECK ("id" = 1),
    "reviewed_until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "click_review_pkey" PRIMARY KEY ("id")
);
INSERT INTO "click_review" ("reviewed_until") VALUES (now());

-- Members of a segment come without their tags.
ALTER TABLE "contact" ADD COLUMN "tags_known" BOOLEAN NOT NULL DEFAULT false;

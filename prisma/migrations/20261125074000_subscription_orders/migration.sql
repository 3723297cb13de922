-- Few of a shop's orders belong to subscriptions, and few were added to after their checkout: reports of these read no others.
CREATE INDEX "order_subscription_idx" ON "order" ("shop_id", "customer_id", "processed_at")
  WHERE "selling_plan" OR "source_name" LIKE 'subscription\_contract%';
CREATE INDEX "order_added_idx" ON "order" ("shop_id", "processed_at") WHERE "edit_minor" > 0;

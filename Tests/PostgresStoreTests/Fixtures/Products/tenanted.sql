-- Rails with a tenant column everywhere; everybody belongs to one account.
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
CREATE TABLE accounts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name varchar NOT NULL, subdomain varchar UNIQUE NOT NULL, plan varchar DEFAULT 'trial' NOT NULL CHECK (plan IN ('trial', 'starter', 'pro')), trial_ends_at timestamp, discarded_at timestamp, settings jsonb DEFAULT '{}', created_at timestamp DEFAULT now());
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid NOT NULL REFERENCES accounts, email varchar NOT NULL, first_name varchar, last_name varchar, password_digest varchar, role varchar DEFAULT 'staff' NOT NULL CHECK (role IN ('owner', 'manager', 'staff')), last_sign_in_at timestamp, created_at timestamp DEFAULT now(), UNIQUE (account_id, email));
CREATE TABLE customers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid NOT NULL REFERENCES accounts, name varchar NOT NULL, email varchar, phone varchar, company varchar);
CREATE TABLE locations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid NOT NULL REFERENCES accounts, name varchar NOT NULL, address text);
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid NOT NULL REFERENCES accounts, customer_id uuid NOT NULL REFERENCES customers, location_id uuid REFERENCES locations, number int NOT NULL, state varchar DEFAULT 'open', total_cents int DEFAULT 0, created_at timestamp DEFAULT now());
CREATE TABLE line_items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid NOT NULL REFERENCES accounts, order_id uuid NOT NULL REFERENCES orders, product_id uuid NOT NULL, quantity int DEFAULT 1);
CREATE TABLE products (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id uuid NOT NULL REFERENCES accounts, name varchar NOT NULL, sku varchar, price_cents int);
CREATE TABLE versions (id bigserial PRIMARY KEY, item_type varchar NOT NULL, item_id uuid NOT NULL, event varchar NOT NULL, whodunnit varchar, object jsonb, object_changes jsonb, account_id uuid, created_at timestamp);
CREATE TABLE active_storage_blobs (id bigserial PRIMARY KEY, key varchar NOT NULL UNIQUE, filename varchar NOT NULL, byte_size bigint NOT NULL);
CREATE TABLE active_storage_attachments (id bigserial PRIMARY KEY, name varchar NOT NULL, record_type varchar NOT NULL, record_id uuid NOT NULL, blob_id bigint NOT NULL REFERENCES active_storage_blobs);
INSERT INTO accounts (name, subdomain) VALUES ('Acme', 'acme'); INSERT INTO users (account_id, email, first_name, role) SELECT id, 'o@acme.example', 'Olga', 'owner' FROM accounts;
INSERT INTO versions (item_type, item_id, event, whodunnit, object_changes, created_at) SELECT 'Order', gen_random_uuid(), 'update', id::text, '{}', now() FROM users;

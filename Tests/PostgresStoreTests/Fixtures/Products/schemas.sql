-- Django, a schema a tenant: the shared schema knows clients and their domains.
CREATE TABLE public.django_migrations (id bigserial PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);
CREATE TABLE public.django_content_type (id serial PRIMARY KEY, app_label varchar(100) NOT NULL, model varchar(100) NOT NULL, UNIQUE (app_label, model));
CREATE TABLE public.django_session (session_key varchar(40) PRIMARY KEY, session_data text NOT NULL, expire_date timestamptz NOT NULL);
CREATE TABLE public.customers_client (id bigserial PRIMARY KEY, schema_name varchar(63) NOT NULL UNIQUE, name varchar(100) NOT NULL, paid_until date NOT NULL, on_trial boolean NOT NULL, created_on date NOT NULL);
CREATE TABLE public.customers_domain (id bigserial PRIMARY KEY, domain varchar(253) NOT NULL UNIQUE, is_primary boolean NOT NULL, tenant_id bigint NOT NULL REFERENCES public.customers_client DEFERRABLE INITIALLY DEFERRED);
DO $$ DECLARE s text; BEGIN
FOREACH s IN ARRAY ARRAY['acme', 'globex'] LOOP
EXECUTE format('CREATE SCHEMA %1$I;
CREATE TABLE %1$I.django_migrations (id bigserial PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);
CREATE TABLE %1$I.django_content_type (id serial PRIMARY KEY, app_label varchar(100) NOT NULL, model varchar(100) NOT NULL);
CREATE TABLE %1$I.auth_group (id serial PRIMARY KEY, name varchar(150) UNIQUE NOT NULL);
CREATE TABLE %1$I.auth_permission (id serial PRIMARY KEY, name varchar(255) NOT NULL, content_type_id int NOT NULL REFERENCES %1$I.django_content_type, codename varchar(100) NOT NULL);
CREATE TABLE %1$I.auth_group_permissions (id bigserial PRIMARY KEY, group_id int NOT NULL REFERENCES %1$I.auth_group, permission_id int NOT NULL REFERENCES %1$I.auth_permission);
CREATE TABLE %1$I.auth_user (id serial PRIMARY KEY, password varchar(128) NOT NULL, last_login timestamptz, is_superuser boolean NOT NULL DEFAULT false, username varchar(150) UNIQUE NOT NULL, first_name varchar(150) NOT NULL DEFAULT '''', last_name varchar(150) NOT NULL DEFAULT '''', email varchar(254) NOT NULL, is_staff boolean NOT NULL DEFAULT false, is_active boolean NOT NULL DEFAULT true, date_joined timestamptz NOT NULL DEFAULT now());
CREATE TABLE %1$I.auth_user_groups (id bigserial PRIMARY KEY, user_id int NOT NULL REFERENCES %1$I.auth_user, group_id int NOT NULL REFERENCES %1$I.auth_group, UNIQUE (user_id, group_id));
CREATE TABLE %1$I.auth_user_user_permissions (id bigserial PRIMARY KEY, user_id int NOT NULL REFERENCES %1$I.auth_user, permission_id int NOT NULL REFERENCES %1$I.auth_permission);
CREATE TABLE %1$I.django_admin_log (id serial PRIMARY KEY, action_time timestamptz NOT NULL DEFAULT now(), object_id text, object_repr varchar(200) NOT NULL, action_flag smallint NOT NULL, change_message text NOT NULL, content_type_id int REFERENCES %1$I.django_content_type, user_id int NOT NULL REFERENCES %1$I.auth_user);
CREATE TABLE %1$I.crm_lead (id bigserial PRIMARY KEY, name varchar(200) NOT NULL, email varchar(254), owner_id int REFERENCES %1$I.auth_user, stage varchar(20) NOT NULL);
CREATE TABLE %1$I.crm_note (id bigserial PRIMARY KEY, body text NOT NULL, lead_id bigint NOT NULL REFERENCES %1$I.crm_lead, author_id int REFERENCES %1$I.auth_user);
INSERT INTO %1$I.auth_user (password, username, email) VALUES (''x'', ''olga'', ''o@%1$s.example'')', s);
END LOOP; END $$;
INSERT INTO public.customers_client (schema_name, name, paid_until, on_trial, created_on) VALUES ('acme', 'Acme', '2027-01-01', false, now()), ('globex', 'Globex', '2027-01-01', true, now());
INSERT INTO public.customers_domain (domain, is_primary, tenant_id) VALUES ('acme.example', true, 1);

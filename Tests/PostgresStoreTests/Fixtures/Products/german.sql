-- German names.
CREATE TABLE mandanten (id serial PRIMARY KEY, name text NOT NULL, kuerzel text UNIQUE, tarif text, angelegt_am timestamptz DEFAULT now());
CREATE TABLE benutzer (id serial PRIMARY KEY, email text UNIQUE NOT NULL, vorname text, nachname text, passwort_hash text, letzte_anmeldung timestamptz);
CREATE TABLE mandant_benutzer (mandant_id int NOT NULL REFERENCES mandanten, benutzer_id int NOT NULL REFERENCES benutzer, rolle text NOT NULL CHECK (rolle IN ('leser', 'bearbeiter', 'verwalter')), PRIMARY KEY (mandant_id, benutzer_id));
CREATE TABLE auftraege (id serial PRIMARY KEY, mandant_id int NOT NULL REFERENCES mandanten, nummer text, kunde_id int);
CREATE TABLE kunden (id serial PRIMARY KEY, mandant_id int NOT NULL REFERENCES mandanten, name text, strasse text);
CREATE TABLE rechnungen (id serial PRIMARY KEY, mandant_id int NOT NULL REFERENCES mandanten, auftrag_id int REFERENCES auftraege, betrag numeric);
CREATE TABLE artikel (id serial PRIMARY KEY, mandant_id int NOT NULL REFERENCES mandanten, bezeichnung text);
CREATE TABLE protokoll (id bigserial PRIMARY KEY, mandant_id int REFERENCES mandanten, benutzer_id int REFERENCES benutzer, aktion text, tabelle text, zeitpunkt timestamptz DEFAULT now());
INSERT INTO mandanten (name, kuerzel) VALUES ('Acme', 'acme'); INSERT INTO benutzer (email, vorname) VALUES ('o@acme.example', 'Olga'); INSERT INTO mandant_benutzer VALUES (1, 1, 'verwalter');

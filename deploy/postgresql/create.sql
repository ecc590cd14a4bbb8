-- Creates the database of the quiz and its owner. Run it once, as the administrator of the server:
--   psql -v password="'choose a long one'" -f create.sql
-- The quiz creates the tables itself. Its texts need UTF8, and no other encoding is accepted.
CREATE ROLE quiz LOGIN PASSWORD :password;
CREATE DATABASE quiz OWNER quiz ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE quiz FROM PUBLIC;

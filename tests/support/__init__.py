"""What tests share: browsers, servers, visitors, rules files and a reference implementation."""

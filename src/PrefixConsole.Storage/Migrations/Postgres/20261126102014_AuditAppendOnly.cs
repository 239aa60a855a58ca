using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PrefixConsole.Storage.Migrations.Postgres
{
    /// <summary>
    /// The database itself refuses to change or delete entries of the audit log; only retention may delete what is older than the bound that it
    /// puts into audit_retention for its transaction.
    /// </summary>
    public partial class AuditAppendOnly : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""CREATE TABLE audit_retention ("Before" bigint NOT NULL);""");
            migrationBuilder.Sql("""
                CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    -- Nested: a statement that truncates has no old row to ask.
                    IF TG_OP = 'DELETE' THEN
                        IF EXISTS (SELECT 1 FROM audit_retention WHERE OLD."At" < "Before") THEN
                            RETURN OLD;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'the audit log is append-only';
                END
                $$;
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
                FOR EACH ROW EXECUTE FUNCTION audit_append_only();
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
                FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER audit_no_truncate ON audit;");
            migrationBuilder.Sql("DROP TRIGGER audit_append_only ON audit;");
            migrationBuilder.Sql("DROP FUNCTION audit_append_only();");
            migrationBuilder.Sql("DROP TABLE audit_retention;");
        }
    }
}

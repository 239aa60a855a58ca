using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PrefixConsole.Storage.Migrations.Sqlite
{
    /// <summary>
    /// The database itself refuses to change or delete entries of the audit log; only retention may delete what is older than the bound that it
    /// puts into audit_retention for its transaction. A later migration that has SQLite rebuild the table must make the triggers again: they go
    /// with the old one.
    /// </summary>
    public partial class AuditAppendOnly : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""CREATE TABLE "audit_retention" ("Before" INTEGER NOT NULL);""");
            migrationBuilder.Sql("""
                CREATE TRIGGER "audit_no_update" BEFORE UPDATE ON "audit"
                BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "audit_no_delete" BEFORE DELETE ON "audit"
                WHEN NOT EXISTS (SELECT 1 FROM "audit_retention" WHERE OLD."At" < "Before")
                BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
                """);

            // INSERT OR REPLACE deletes without asking the trigger above.
            migrationBuilder.Sql("""
                CREATE TRIGGER "audit_no_replace" BEFORE INSERT ON "audit"
                WHEN EXISTS (SELECT 1 FROM "audit" WHERE "Id" = NEW."Id")
                BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP TRIGGER "audit_no_replace";""");
            migrationBuilder.Sql("""DROP TRIGGER "audit_no_delete";""");
            migrationBuilder.Sql("""DROP TRIGGER "audit_no_update";""");
            migrationBuilder.Sql("""DROP TABLE "audit_retention";""");
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PrefixConsole.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SampleFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "DecodeRunning",
                table: "samples",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Facts",
                table: "samples",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "LoadBalance",
                table: "samples",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Preemptions",
                table: "samples",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PrefillRunning",
                table: "samples",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Ready",
                table: "samples",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DecodeRunning",
                table: "samples");

            migrationBuilder.DropColumn(
                name: "Facts",
                table: "samples");

            migrationBuilder.DropColumn(
                name: "LoadBalance",
                table: "samples");

            migrationBuilder.DropColumn(
                name: "Preemptions",
                table: "samples");

            migrationBuilder.DropColumn(
                name: "PrefillRunning",
                table: "samples");

            migrationBuilder.DropColumn(
                name: "Ready",
                table: "samples");
        }
    }
}

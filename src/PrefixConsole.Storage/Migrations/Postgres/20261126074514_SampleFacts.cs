using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PrefixConsole.Storage.Migrations.Postgres
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
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Facts",
                table: "samples",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "LoadBalance",
                table: "samples",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Preemptions",
                table: "samples",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PrefillRunning",
                table: "samples",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Ready",
                table: "samples",
                type: "integer",
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

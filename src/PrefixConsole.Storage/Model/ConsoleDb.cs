using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PrefixConsole.Storage.Model;

/// <summary>The schema, the same on every database; one derived context per database carries its migrations.</summary>
public abstract class ConsoleDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    public DbSet<SampleRow> Samples => Set<SampleRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<SettingRow> Settings => Set<SettingRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // As a number: SQLite cannot order or compare DateTimeOffset.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RevisionRow>(e =>
        {
            e.ToTable("revisions");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.HasIndex(r => r.At);
            e.Property(r => r.By).HasMaxLength(200);
            e.Property(r => r.Reason).HasMaxLength(1000);
        });
        modelBuilder.Entity<AuditRow>(e =>
        {
            e.ToTable("audit");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.HasIndex(r => r.At);
            e.HasIndex(r => new { r.Action, r.At });
            e.HasIndex(r => new { r.Who, r.At });
            e.Property(r => r.Who).HasMaxLength(200);
            e.Property(r => r.Role).HasMaxLength(100);
            e.Property(r => r.Origin).HasMaxLength(200);
            e.Property(r => r.Action).HasMaxLength(100);
            e.Property(r => r.Target).HasMaxLength(300);
            e.Property(r => r.Result).HasMaxLength(20);
            e.Property(r => r.Note).HasMaxLength(1000);
        });
        modelBuilder.Entity<DecisionRow>(e =>
        {
            e.ToTable("decisions");
            e.HasIndex(r => r.RequestId);
            e.HasIndex(r => r.At);
            e.HasIndex(r => new { r.Worker, r.Id });
            e.Property(r => r.RequestId).HasMaxLength(200);
            e.Property(r => r.Model).HasMaxLength(300);
            e.Property(r => r.Tenant).HasMaxLength(300);
            e.Property(r => r.Worker).HasMaxLength(200);
            e.Property(r => r.Strategy).HasMaxLength(100);
            e.Property(r => r.Reason).HasMaxLength(100);
        });
        modelBuilder.Entity<SampleRow>(e =>
        {
            e.ToTable("samples");
            e.HasKey(r => r.At);
            e.Property(r => r.At).ValueGeneratedNever();
            e.Ignore(r => r.Detail);
        });
        modelBuilder.Entity<AlertRow>(e =>
        {
            e.ToTable("alerts");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.HasIndex(r => r.At);
            e.Property(r => r.Rule).HasMaxLength(100);
            e.Property(r => r.Note).HasMaxLength(500);
        });
        modelBuilder.Entity<SettingRow>(e =>
        {
            e.ToTable("settings");
            e.HasKey(r => r.Key);
            e.Property(r => r.Key).HasMaxLength(200);
        });
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Tests.Running;

namespace PrefixConsole.Storage.Tests;

/// <summary>Text that a database refuses must not hold up what comes after it.</summary>
public sealed class ColumnTextTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 3, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab\U0001F600", 3, "ab")]
    [InlineData("a\U0001F600", 3, "a\U0001F600")]
    [InlineData("\U0001F600", 1, "")]
    [InlineData("a\0b", 9, "a\uFFFDb")]
    public void Fit_CutsWholeLetters(string text, int length, string expected) => Assert.Equal(expected, ColumnText.Fit(text, length));

    [Theory]
    [InlineData(new[] { 'a', '\uD83D' }, 9)]
    [InlineData(new[] { '\uDE00', 'a' }, 9)]
    [InlineData(new[] { '\uD83D', '\uD83D', '\uDE00', '\uDE00', '\0' }, 9)]
    [InlineData(new[] { 'a', '\uD83D', 'b' }, 2)]
    public void Fit_LeavesNoHalfOfAPair(char[] text, int length)
    {
        var fitted = ColumnText.Fit(new string(text), length);

        Assert.True(fitted.Length <= length);
        Assert.DoesNotContain('\0', fitted);
        Assert.Equal(fitted, new string([.. fitted.EnumerateRunes().SelectMany(r => r.ToString())]));
        Assert.All(fitted.Select((c, i) => (c, i)), at => Assert.True(
            !char.IsSurrogate(at.c)
            || (char.IsHighSurrogate(at.c) && at.i + 1 < fitted.Length && char.IsLowSurrogate(fitted[at.i + 1]))
            || (char.IsLowSurrogate(at.c) && at.i > 0 && char.IsHighSurrogate(fitted[at.i - 1]))));
    }

    [Theory]
    [InlineData(StorageProviders.Sqlite)]
    [InlineData(StorageProviders.PostgreSql)]
    public async Task Write_OfTextThatNoDatabaseTakes_IsKeptAndHoldsUpNothing(string provider)
    {
        var bad = "\0" + new string('\uD83D', 1) + string.Concat(Enumerable.Repeat("x\U0001F600", 1000)) + new string('\uDE00', 1);
        var options = await postgres.OptionsAsync(provider);
        await using var store = await new TestStore(options).StartAsync();

        await store.Audit.AppendAsync(bad, bad, bad, bad, bad, AuditResults.Refused, bad, bad, bad).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await store.Writes.AddAsync(new AlertRow { Id = Guid.NewGuid(), Rule = bad, Note = bad }).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await store.Writes.AddAsync(new RevisionRow { Id = Guid.NewGuid(), Number = 9, By = bad, Reason = bad, Spec = bad }).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await store.Writes.SetAsync(new SettingRow { Key = bad, Value = bad }).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        StoredDecisions.Add(store.Log, "r1");

        await store.AuditAsync("after.it").WaitAsync(TimeSpan.FromSeconds(30), Stop);
        var (rows, problem) = await store.Audit.ReadAsync(new AuditFilter(), 10, Stop);
        Assert.Null(problem);
        Assert.Equal(2, rows.Count);
        var (none, reading) = await store.Audit.ReadAsync(new AuditFilter { Who = bad, Action = bad, Target = bad }, 10, Stop);
        Assert.Null(reading);
        Assert.Empty(none);
        Assert.Null(await store.Decisions.FindAsync(bad, Stop));
        await store.UntilAsync(s => s.Waiting == 0 && s.Spooled == 0, "everything is in the database");
    }
}

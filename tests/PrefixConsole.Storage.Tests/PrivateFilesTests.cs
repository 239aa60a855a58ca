using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Tests.Running;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Tests;

/// <summary>Nobody else on the machine reads what is stored.</summary>
public sealed class PrivateFilesTests
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Start_MakesFolderAndFilesForThisUserOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix rights");
        var options = TestStore.Sqlite();
        await using var store = await new TestStore(options).StartAsync();
        await store.AuditAsync("strategy.apply").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var folder = Path.GetDirectoryName(options.Path)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(folder));
        foreach (var file in Directory.GetFiles(folder, "console.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            Assert.Equal(UnixFileMode.None, Mode(file) & Others);
        }
    }

    [Fact]
    public void Spool_IsForThisUserOnly_AndAFolderThatWasThereStaysAsItIs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix rights");
        var folder = Directory.CreateTempSubdirectory("prefixconsole-tests").FullName;
        Share(folder);
        var path = Path.Combine(folder, "spool");
        new StoreSpool(path).Append([new SettingRow { Key = "k", Value = "v" }]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(path));
        Assert.True(Mode(folder).HasFlag(UnixFileMode.OtherRead));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static void Share(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead);
        }
    }
}

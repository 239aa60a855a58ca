using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>The dry run of a pasted prompt, in a real browser: a text of a mebibyte passes a hub that takes 32 KB at a time.</summary>
public sealed class TryTests(ConsoleFixture fixture)
{
    private const int Limit = 1024 * 1024;

    [Fact]
    public async Task Paste_OfTheLargestSize_IsDecidedByEveryStrategy()
    {
        await using var console = await fixture.OpenAsync("/try");
        await PasteAsync(console, Limit);

        await console.ById("try-ask").ClickAsync();

        await Expect(console.ById("try-agreement")).ToContainTextAsync("strategies choose sim-");
        await Expect(console.ById("try-row")).ToHaveCountAsync(11);
        await Expect(console.ById("try-size")).ToContainTextAsync("1,048,576 of");
        await Expect(console.Page).ToHaveURLAsync(new Uri(fixture.App.Console, "/try").ToString());
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Paste_TooLarge_SaysTheSizeAndThePageGoesOn()
    {
        await using var console = await fixture.OpenAsync("/try");
        await PasteAsync(console, Limit + 1);
        await console.ById("try-ask").ClickAsync();
        await Expect(console.ById("try-error")).ToContainTextAsync("1,048,577 bytes");

        await console.ById("try-clear").ClickAsync();
        await console.ById("try-text").FillAsync("Where would this go?");
        await console.ById("try-text").PressAsync("Control+Enter");

        await Expect(console.ById("try-row")).ToHaveCountAsync(11);
        console.AssertNoErrors();
    }

    private static async Task PasteAsync(ConsolePage console, int bytes)
    {
        await Expect(console.ById("try-empty")).ToBeVisibleAsync();
        await console.ById("try-text").EvaluateAsync("(area, n) => { area.value = 'x'.repeat(n); area.dispatchEvent(new Event('input')); }", bytes);

        // the script has told the page: it is attached
        await Expect(console.ById("try-size")).ToContainTextAsync($"{bytes:N0} of");
    }
}

using System.Net.Http.Json;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>The questions an on-call engineer has, each answered from the start page in a real browser.</summary>
public sealed class QuestionTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task WhyDidThisRequestGoThere_ByItsId()
    {
        using var answer = await fixture.Gateway.PostAsJsonAsync("v1/chat/completions", new { model = "demo-8b", max_tokens = 4, messages = new[] { new { role = "user", content = "why there" } } }, TestContext.Current.CancellationToken);
        var id = answer.Headers.GetValues("x-prefix-decision-id").Single();
        await using var console = await fixture.OpenAsync("/");
        await console.ById("active-strategy-chip").WaitForAsync();

        await console.ById("search-input").FillAsync(id);
        await Expect(console.ById("search-hit").First).ToContainTextAsync(id);
        await console.Page.Keyboard.PressAsync("Enter");

        await Expect(console.ById("decision-id")).ToHaveTextAsync(id);
        await Expect(console.ById("flip")).ToBeVisibleAsync();
        await Expect(console.ById("rerun")).ToContainTextAsync("The active revision");
        await Expect(console.ById("attempts")).ToContainTextAsync("decision 1");
        await Expect(console.ById("knowledge-row")).ToHaveCountAsync(4);
        console.AssertNoErrors();
    }

    [Fact]
    public async Task WhatChangedWhoDidItDidItHelp_AndPutItBack()
    {
        await using var console = await fixture.OpenAsync("/strategy?strategy=least-loaded");
        await console.ById("impact-preview").ClickAsync();
        await Expect(console.ById("impact-elsewhere")).ToContainTextAsync("decisions");
        await console.ById("apply-reason").FillAsync("is load enough?");
        await console.ById("apply-strategy").ClickAsync();
        await console.ById("confirm-apply").ClickAsync();
        await Expect(console.ById("active-strategy")).ToHaveAttributeAsync("data-strategy", "least-loaded");

        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Changes", Exact = true }).ClickAsync();
        var row = console.ById("change-row").First;
        await Expect(row).ToContainTextAsync("is load enough?");
        await Expect(row).ToContainTextAsync("local");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(console.ById("change-diff")).ToContainTextAsync("Least loaded");

        await console.ById("change-row").Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        await console.ById("return-reason").FillAsync("it was better before");
        await console.ById("confirm-return").ClickAsync();
        await Expect(console.ById("active-strategy-chip")).Not.ToContainTextAsync("least-loaded");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Audit", Exact = true }).ClickAsync();
        await Expect(console.ById("audit-row").First).ToContainTextAsync("strategy.restore");
        await Expect(console.ById("audit-row").Nth(1)).ToContainTextAsync("strategy.apply");
        console.AssertNoErrors();
    }

    [Fact]
    public async Task UnconfirmedChange_IsSeenEverywhere_AndRevertedNow()
    {
        await using var console = await fixture.OpenAsync("/strategy?strategy=round-robin");
        await console.ById("confirm-within").SelectOptionAsync("5m");
        await console.ById("apply-reason").FillAsync("is turn by turn enough?");
        await console.ById("apply-strategy").ClickAsync();
        await console.ById("confirm-apply").ClickAsync();
        await using var other = await fixture.OpenAsync("/workers");

        await Expect(other.ById("pending-change")).ToContainTextAsync("unless confirmed");
        await other.ById("revert-change").ClickAsync();

        await Expect(console.ById("pending-change")).ToHaveCountAsync(0);
        await Expect(console.ById("active-strategy")).Not.ToHaveAttributeAsync("data-strategy", "round-robin");
        other.AssertNoErrors();
    }

    [Fact]
    public async Task TwoEditors_TheSecondIsTold_AndOverwritesNothing()
    {
        await using var first = await fixture.OpenAsync("/strategy?strategy=power-of-two");
        await using var second = await fixture.OpenAsync("/strategy?strategy=random");
        await Expect(second.ById("apply-strategy")).ToBeEnabledAsync();
        await first.ById("apply-reason").FillAsync("two are enough");
        await first.ById("apply-strategy").ClickAsync();
        await first.ById("confirm-apply").ClickAsync();

        await Expect(second.ById("strategy-conflict")).ToContainTextAsync("Nothing was overwritten");
        await Expect(second.ById("apply-strategy")).ToBeDisabledAsync();
        await Expect(second.ById("active-strategy")).ToHaveAttributeAsync("data-strategy", "power-of-two");

        await using var back = await fixture.OpenAsync("/changes");
        await back.ById("change-row").Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        await back.ById("return-reason").FillAsync("it was better before");
        await back.ById("confirm-return").ClickAsync();
        await Expect(back.ById("active-strategy-chip")).Not.ToContainTextAsync("power-of-two");
    }

    [Fact]
    public async Task WorkerState_IsSeenAndChanged()
    {
        await using var console = await fixture.OpenAsync("/");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Workers", Exact = true }).ClickAsync();
        var row = console.ById("worker-row").Filter(new() { HasText = "sim-4" });
        await row.GetByTestId("drain").ClickAsync();
        await Expect(console.ById("drain-consequences")).ToContainTextAsync("held nowhere else");
        await console.ById("drain-name").FillAsync("sim-4");
        await console.ById("drain-confirm").ClickAsync();
        await Expect(row).ToContainTextAsync("draining");
        await row.GetByTestId("undrain").ClickAsync();
        await Expect(row).ToContainTextAsync("ready");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(console.ById("worker-event").Filter(new() { HasText = "drained by local" })).ToBeVisibleAsync();
        console.AssertNoErrors();
    }
}

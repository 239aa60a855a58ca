using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

public sealed class WorkerSelectionTests
{
    [Fact]
    public void Of_TextStateAndSort_AllCount()
    {
        WorkerView[] fleet =
        [
            WorkerViews.Of("a-1", waiting: 2),
            WorkerViews.Of("a-2", waiting: 9),
            WorkerViews.Of("a-3", waiting: 5, status: WorkerStatus.Draining),
            WorkerViews.Of("b-1", waiting: 7),
        ];

        Assert.Equal(["a-2", "a-1"], Read("A-", "ready", "queue", out _).Of(fleet).Select(w => w.Id.Value));
        Assert.Equal(["a-3"], Read(null, "draining", null, out _).Of(fleet).Select(w => w.Id.Value));
        Assert.Equal(4, Read("  ", "", "", out var errors).Of(fleet).Count());
        Assert.Empty(errors);
    }

    [Fact]
    public void Read_WhatCannotBeUsed_IsNamed_AndLeftOut()
    {
        var selection = Read(new string('x', QueryReader.MaxText + 1), "sleepy", "-nothing", out var errors);

        Assert.Equal(["q", "state", "sort"], errors.Select(e => e.Name));
        Assert.Contains("down, draining, pending, hot, untrusted, cold, warm, ready", errors[1].Expected);
        Assert.Equal((null, null, null), (selection.Text, selection.State, selection.Sort.Column));
        Assert.Equal("/api/workers", selection.ApiPath());
    }

    [Theory]
    [InlineData(null, null, null, null, "/api/workers")]
    [InlineData(null, null, null, "csv", "/api/workers?format=csv")]
    [InlineData(" gpu & co ", "hot", "-queue", "csv", "/api/workers?q=gpu%20%26%20co&state=hot&sort=-queue&format=csv")]
    public void ApiPath_AsksTheSame(string? q, string? state, string? sort, string? format, string expected) =>
        Assert.Equal(expected, Read(q, state, sort, out _).ApiPath(format));

    private static WorkerSelection Read(string? q, string? state, string? sort, out IReadOnlyList<QueryError> errors)
    {
        var reader = new QueryReader();
        var selection = WorkerSelection.Read(q, state, sort, reader);
        errors = reader.Errors;
        return selection;
    }
}

using TextVae.Native;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Distributed;

/// <summary>
/// Takes note of a large parameter's gradient as soon as the backward pass has made it, while it makes the others: the
/// parameter itself, as a function with a gradient. It is noted where the parameter is read once in a step, so that nothing is
/// added later.
/// </summary>
internal sealed class EarlyGradient : torch.autograd.SingleTensorFunction<EarlyGradient>
{
    private const string NoteKey = "note";

    [ThreadStatic]
    private static Note? _current;

    public override string Name => nameof(EarlyGradient);

    /// <summary>Listens to a step on this thread, until what is returned is disposed.</summary>
    /// <param name="whole">Told the parameter and its gradient.</param>
    public static IDisposable Listen(Action<Parameter, torch.Tensor> whole) => _current = new Note(whole);

    /// <summary>The parameter, to be read.</summary>
    public static torch.Tensor Of(Parameter parameter)
    {
        if (_current is not { } note || !torch.is_grad_enabled())
            return parameter;
        note.Uses++;
        note.Of = parameter;
        return apply(parameter, note);
    }

    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        Handover.LetGo();
        ctx.save_data(NoteKey, vars[1]);
        return ((torch.Tensor)vars[0]).detach();
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        Handover.LetGo();
        var note = (Note)ctx.get_data(NoteKey);
        if (note.Uses == 1)
            note.Whole(note.Of!, grad_output);
        Handover.Give(grad_output);
        return [grad_output, null!];
    }

    private sealed class Note(Action<Parameter, torch.Tensor> whole) : IDisposable
    {
        public int Uses { get; set; }

        public Parameter? Of { get; set; }

        public Action<Parameter, torch.Tensor> Whole { get; } = whole;

        public void Dispose() => _current = null;
    }
}

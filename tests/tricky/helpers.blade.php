@extends('layouts.x')
@section('title', 'It ⟦relieves pain⟧')
@section('body')
<p>@lang('it ⟦cures anxiety⟧') {{ __('it ⟦eases stress⟧') }} {!! __("it ⟦treats pain⟧") !!} {{ trans('it ⟦eases pain⟧') }} @choice('it ⟦cures pain⟧|they', 2)</p>
@include('card', ['title' => 'It ⟦relieves stress⟧', 'id' => '⟪relieves pain⟫'])
<p>It @if ($x) ⟦cures @elseif($y) ⟦eases @else makes @endif insomnia⟧⟧ @foreach ($a as $b) <i>x</i> @endforeach</p>
@component('alert', ['type' => 'x'])
it ⟦treats stress⟧
@slot('title') it ⟦treats insomnia⟧ @endslot
@endcomponent
<x-card title="It ⟦cures back pain⟧" :id="'⟪relieves pain⟫'" />
@php $x = '⟪relieves pain⟫'; @endphp
@endsection
<p>mail me@if.com it @unless($x) does not @endunless ⟦ease back pain⟧</p>

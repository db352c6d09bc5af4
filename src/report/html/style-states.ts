import { hidden } from './style-filters.ts';

/** Filters without JavaScript, small screens, and paper. */
export const stateStyle: string = `
${hidden}
@media screen and (max-width:1180px){
.one .first{columns:1}
.hero,.ov,.heat,.cols,.paths{grid-template-columns:minmax(0,1fr);gap:30px}
.nr{align-self:auto}
.top .wrap{height:auto;flex-wrap:wrap;gap:0 16px;padding-top:8px}
.top nav{order:3;width:100%;margin:0 -9px;height:34px}
.theme{margin-left:auto}
html{scroll-padding-top:92px}
.fi .two{grid-template-columns:minmax(0,1fr)}
.plan>li{grid-template-columns:22px minmax(0,1fr) 150px;gap:0 12px}
.plan>li>dl.kv{grid-column:2/-1;grid-row:2}
}
@media screen and (max-width:700px){
.wrap{padding:0 16px}
.scroll,.cap,.pick{display:none}
.say{display:none!important}
.tall{display:block}
section{padding-top:36px}
.led{grid-template-columns:1fr;gap:22px}
.gl{columns:1}
.nr ul{columns:1}
.strip{grid-template-columns:1fr}
.first li{grid-template-columns:minmax(0,1fr)}
.t>summary{grid-template-columns:14px 84px 1fr}
.t>summary>h4,.t>summary>.q2{grid-column:2/-1}
.t>summary>.q2{white-space:normal;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.t>summary>.sev{grid-column:3;grid-row:1;justify-self:end}
.t .in{padding-left:0}
.plan>li{grid-template-columns:22px minmax(0,1fr)}
.plan>li>.fall{grid-column:2;grid-row:3;margin-top:10px}
.plan dl.kv{grid-template-columns:minmax(0,1fr)}
.fall{text-align:left}
.fall .bar{width:150px}
.o>summary{grid-template-columns:14px 1fr auto}
.o>summary>h3,.o>summary>.w{grid-column:2/-1}
.o>summary>.k{grid-column:3;grid-row:1}
.o .w{white-space:normal}
.o .in{padding-left:0}
.fi{grid-template-columns:minmax(0,1fr)}
.fi>div{grid-column:1}
.fi .ref{text-align:left}
.heat td{width:20%}
.heat tbody th{white-space:normal}
.flt input[type=search]{width:100%}
.cov thead{display:none}
.cov tr,.cov td,.cov th{display:block;padding:0}
.cov tr{padding:8px 0}
.reach tr{display:grid;grid-template-columns:repeat(5,1fr);gap:0 4px}
.reach td,.reach thead th{width:auto;padding:0}
.reach thead td{display:none}
.reach thead th{align-self:end;font-size:11px;overflow-wrap:anywhere;padding-bottom:4px}
.reach tbody th{min-width:0;grid-column:1/-1;padding:10px 0 4px}
.reach tbody th small{display:inline;margin-left:8px}
.reach td>*{height:34px}
}
@media print{
:root{color-scheme:light!important}
@page{size:A4;margin:13mm 12mm}
body{font-size:8.6pt;line-height:1.42}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.top{position:static}
.top nav,.theme,.flt,.skip,.pick,.tall,.js-only{display:none!important}
.wrap{padding:0;max-width:none}
section{padding-top:20pt}
h1{font-size:24pt}
section>h2{font-size:15pt}
h2,h3,.lead{break-after:avoid}
#overview{padding-top:8pt}
.reach small,.q2,.key,.more-link{font-size:8pt!important}
.n{min-width:14px;height:14px;font-size:8px}
.first li,.do li,tr,figure,.strip,.led,.gl .g,.st,.plan>li,.t>summary{break-inside:avoid}
.hero,.ov,.cols{gap:14pt 22pt}
.ov,.led{margin-top:12pt}
.sub{font-size:11pt}
table,.gl,dl.kv,.fi p,.t>summary,.t .in,.first p,.do li,.nr,.who{font-size:8.2pt}
code,pre{font-size:7.4pt}
.nr ul{columns:1}
.heat{gap:14pt 22pt}
.heat td>*{min-height:16pt}
.strip{grid-template-columns:190px 1fr}
.sqs a{padding:1px}
.sqs a::before{width:12px;height:12px}
details:is(.more,.critical,.high)::details-content{content-visibility:visible;block-size:auto}
.print{display:block}
summary::before{display:none!important}
.t>summary{grid-template-columns:58px minmax(0,5fr) minmax(0,5fr) 70px}
.t .in{padding-left:58px}
.t>summary>.q2,.o .w{white-space:normal}
.o>summary{grid-template-columns:70px minmax(0,5fr) minmax(0,5fr) 30px}
.o .in{padding-left:0}
pre span{white-space:pre-wrap;min-width:0}
@page w{size:A4 landscape;margin:9mm 12mm}
#picture{page:w;padding:0}
#picture .more{display:none}
#picture .pic{max-height:158mm;width:auto;margin:auto}
.scroll{overflow:visible;margin:0;padding:0}
.pic{min-width:0!important}
#threats,#findings,#plan{break-before:page}
footer{margin:16pt 0 0}
}
`;
